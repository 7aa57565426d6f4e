// Shows what needs passkeys where the browser can use them, and says in words when one did not work.
(() => {
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkey]").forEach((part) => { part.hidden = false; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const words = document.getElementById("passkey-failed");
    if (words) {
      words.hidden = false;
      words.focus();
    }
  });
})();
