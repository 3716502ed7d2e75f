<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

namespace local_backend_sync\acceptance\scenario;

use local_backend_sync\acceptance\scenario;

/**
 * Enrolments by hand, by students themselves and by cohort; suspended, moved, ended, with other roles.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolments extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            $course = $this->course("EN$number");
            $students = $this->people(16);
            $this->by_hand($course, $students);
            $this->by_themselves($course, array_slice($students, 0, 4));
            $this->by_cohort($course, array_slice($students, 10, 6));
            $this->roles($course, $students);
            $this->expiry($course);
        }
    }

    /**
     * A teacher enrols, suspends, moves dates and ends.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function by_hand(\stdClass $course, array $students): void {
        $this->enrol($course, $students);
        $this->enrol($course, [$this->person()], self::TEACHER);
        $manual = enrol_get_plugin('manual');
        $instance = $this->method($course, 'manual');
        foreach ($students as $index => $userid) {
            switch ($index % 6) {
                case 0:
                    $manual->update_user_enrol($instance, $userid, ENROL_USER_SUSPENDED);
                    break;
                case 1:
                    $manual->update_user_enrol($instance, $userid, null, self::EPOCH + 86400, self::EPOCH + 90 * 86400);
                    break;
                case 2:
                    $manual->update_user_enrol($instance, $userid, ENROL_USER_SUSPENDED);
                    $manual->update_user_enrol($instance, $userid, ENROL_USER_ACTIVE, 0, 0);
                    break;
                case 3:
                    $manual->unenrol_user($instance, $userid);
                    break;
                case 4:
                    // Back again: Moodle gives another id.
                    $manual->unenrol_user($instance, $userid);
                    $manual->enrol_user($instance, $userid, self::STUDENT, self::EPOCH);
                    break;
            }
            $this->did('enrolments changed');
        }
    }

    /**
     * Students enrol themselves, some of them in a course that they are in already, and leave.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function by_themselves(\stdClass $course, array $students): void {
        $self = enrol_get_plugin('self');
        $instance = $this->method($course, 'self');
        $students = array_merge($students, $this->people(3));
        foreach ($students as $userid) {
            \core\session\manager::set_user(\core_user::get_user($userid, '*', MUST_EXIST));
            $self->enrol_self($instance);
            $this->did('self enrolments');
        }
        \core\session\manager::set_user(get_admin());
        $self->unenrol_user($instance, end($students));
    }

    /**
     * A cohort's members are enrolled, one joins later and one leaves.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function by_cohort(\stdClass $course, array $students): void {
        $cohort = cohort_add_cohort((object) ['name' => "Cohort of {$course->shortname}", 'idnumber' => $course->shortname,
            'description' => '', 'descriptionformat' => FORMAT_HTML, 'contextid' => \context_system::instance()->id]);
        foreach (array_slice($students, 1) as $userid) {
            cohort_add_member($cohort, $userid);
        }
        enrol_get_plugin('cohort')->add_instance($course, ['customint1' => $cohort, 'roleid' => self::STUDENT, 'customint2' => 0]);
        cohort_add_member($cohort, $students[0]);
        cohort_remove_member($cohort, $students[1]);
        $this->did('cohorts');
    }

    /**
     * Roles come and go beside enrolments.
     *
     * @param \stdClass $course
     * @param int[] $students
     */
    private function roles(\stdClass $course, array $students): void {
        $context = \context_course::instance($course->id);
        $promoted = $this->people(3);
        $this->enrol($course, $promoted);
        // From student to teacher.
        role_unassign(self::STUDENT, $promoted[0], $context->id);
        role_assign(self::TEACHER, $promoted[0], $context->id);
        // Both.
        role_assign(self::NON_EDITING_TEACHER, $promoted[1], $context->id);
        // None, though enrolled.
        role_unassign(self::STUDENT, $promoted[2], $context->id);
        // A role without an enrolment is no enrolment.
        role_assign(self::TEACHER, $this->person(), $context->id);
        $this->did('role changes');
    }

    /**
     * Moodle itself ends what has expired: suspends, and takes the role away.
     *
     * @param \stdClass $course
     */
    private function expiry(\stdClass $course): void {
        $manual = enrol_get_plugin('manual');
        $instance = $this->method($course, 'manual');
        foreach ($this->people(3) as $userid) {
            $manual->enrol_user($instance, $userid, self::STUDENT, self::EPOCH - 86400, self::EPOCH);
        }
        $before = $manual->get_config('expiredaction');
        $manual->set_config('expiredaction', ENROL_EXT_REMOVED_SUSPENDNOROLES);
        $manual->process_expirations(new \null_progress_trace(), $course->id);
        $manual->set_config('expiredaction', $before);
        $this->did('expiries');
    }
}
