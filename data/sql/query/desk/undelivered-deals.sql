-- Whether customer ?1 has deals with consultant ?2, and one that is not delivered yet.
SELECT count (*), coalesce (sum (delivered_on = ''), 0) FROM deal WHERE customer = ?1 AND consultant = ?2
