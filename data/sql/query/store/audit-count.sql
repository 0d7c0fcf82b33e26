-- How many rows there are after ?1 and up to ?2.
SELECT count (*) FROM audit WHERE seq > ?1 AND seq <= ?2
