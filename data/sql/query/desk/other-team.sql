-- Whether somebody is in another team than ?1. The staff of a dealership is a short list.
SELECT 1 FROM staff WHERE team <> ?1 LIMIT 1
