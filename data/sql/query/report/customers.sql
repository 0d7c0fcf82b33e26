-- The customers of an export from id ?1 on. The columns stand in yb-export.c.
SELECT id, external_id, name, company, open_secret ('customer', id, 'phone', phone),
       open_secret ('customer', id, 'phone2', phone2), open_secret ('customer', id, 'wechat', wechat),
       open_secret ('customer', id, 'email', email), sex, open_secret ('customer', id, 'birthday', birthday),
       open_secret ('customer', id, 'id_number', id_number), open_secret ('customer', id, 'address', address), source, note
  FROM customer
 WHERE id >= ?1
 ORDER BY id
