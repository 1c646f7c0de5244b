"""Which mails the portal may send to a person: everybody chooses."""
