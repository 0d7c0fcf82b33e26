-- Attempts to sign in since ?1, newest first.
SELECT at, arguments, workstation
  FROM audit
 WHERE verb = 'staff.sign-in' AND at >= ?1
 ORDER BY at DESC, seq DESC
