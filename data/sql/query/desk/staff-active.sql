-- Everybody who may sign in, with roles. The staff of a dealership is a short list.
SELECT id, roles FROM staff WHERE active = 1 ORDER BY id
