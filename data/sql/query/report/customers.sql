-- The customers of an export from id ?1 on. The columns stand in yb-export.c.
SELECT id, external_id, name, company, phone, phone2, wechat, email, sex, birthday, id_number, address, source, note
  FROM customer
 WHERE id >= ?1
 ORDER BY id
