-- What 0001 gave with ALL TABLES reached the list of migrations too: only the owner writes there.
REVOKE INSERT ON schema_migration FROM chitra_app;

-- What an approver saw beside the payments stays with them.
CREATE TRIGGER keep_approved AFTER DELETE ON run_exception REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER keep_approved AFTER DELETE ON run_overpayment REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
