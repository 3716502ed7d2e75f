-- What senders may tell beside the fields that all tell. Null when the row's event does not say, as older senders' events do not.

ALTER TABLE enrollments
    ADD COLUMN course_short_name  text,
    ADD COLUMN role_ids           bigint[],
    ADD COLUMN deleted            boolean;

ALTER TABLE grades
    ADD COLUMN item_type          text,
    ADD COLUMN item_module        text,
    ADD COLUMN course_id          bigint,
    ADD COLUMN course_short_name  text,
    ADD COLUMN grade_min          numeric,
    ADD COLUMN grade_max          numeric,
    ADD COLUMN scale              text,
    ADD COLUMN hidden             boolean,
    ADD COLUMN deleted            boolean;

COMMENT ON COLUMN enrollments.role_id IS 'one of role_ids, or where there is none the role that the user is to get';
COMMENT ON COLUMN enrollments.role_ids IS 'all roles that the user has in the course; empty when there is none';
COMMENT ON COLUMN enrollments.deleted IS 'the enrolment is no more in Moodle; status is what it was';
COMMENT ON COLUMN grades.item_type IS 'mod, manual, or for totals course and category';
COMMENT ON COLUMN grades.item_module IS 'kind of activity, such as assign; null for what is none';
COMMENT ON COLUMN grades.scale IS 'the words that the item is marked with, lowest first, with commas between; final_grade is then a position, from 1';
COMMENT ON COLUMN grades.hidden IS 'item or grade were hidden from the student';
COMMENT ON COLUMN grades.deleted IS 'the grade is no more in Moodle';
COMMENT ON COLUMN grades.percentage IS 'from grade_min to grade_max, or of 100 where band_basis is assumed-100; rounded down to 10 decimals; null for words of a scale';
