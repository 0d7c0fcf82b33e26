-- The write lock at once: a transaction that reads first and then writes may find that it has to begin again.
BEGIN IMMEDIATE
