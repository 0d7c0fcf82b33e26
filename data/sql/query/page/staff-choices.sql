-- Who may sign in, and be responsible for a deal: id, code, name, roles.
SELECT id, code, name, roles FROM staff WHERE code > '' AND active = 1 ORDER BY code
