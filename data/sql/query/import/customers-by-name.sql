-- Who is called exactly ?1, with phones.
SELECT id, phone FROM customer WHERE name = ?1 ORDER BY id LIMIT 50
