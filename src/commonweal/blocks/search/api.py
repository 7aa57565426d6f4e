"""The front door of search.

put_entry(Document)                                    index something, within the transaction that changes it
drop_entry(ref)                                        take it out
find(text, *, language, acting, kinds=()) -> Found     search; unmet demand is journalled
set_synonyms(*, language, synonyms, acting)            everyday word -> official word
fills                                                  decorator: registers how a capability refills its own entries
refill                                                 the task that fills the index again
"""

from commonweal.blocks.search.actions.find import Found, Hit, find
from commonweal.blocks.search.actions.put_entry import Document, drop_entry, put_entry
from commonweal.blocks.search.actions.set_synonyms import set_synonyms
from commonweal.blocks.search.filling import fills
from commonweal.blocks.search.tasks import refill

__all__ = ["Document", "Found", "Hit", "drop_entry", "fills", "find", "put_entry", "refill", "set_synonyms"]
