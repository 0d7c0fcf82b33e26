-- Nothing of the transaction happened.
ROLLBACK
