-- What customer ?1 decided about the use of their data.
SELECT id FROM consent WHERE customer = ?1 ORDER BY purpose, id
