"""Who and where: people, organisations and areas."""
