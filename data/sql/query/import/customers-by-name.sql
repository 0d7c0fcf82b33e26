-- Who is called exactly ?1, with phones.
SELECT id, open_secret ('customer', id, 'phone', phone) FROM customer WHERE name = ?1 ORDER BY id LIMIT 50
