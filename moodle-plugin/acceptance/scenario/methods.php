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
 * Methods of enrolment are switched off and on, in one course and in the whole site; they go, and cohorts with them.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class methods extends scenario {
    #[\Override]
    public function run(): void {
        foreach (range(1, $this->scale) as $number) {
            $this->switched("MS$number");
            $this->deleted("MD$number");
            $this->cohorts("MC$number");
            $this->dates("MT$number");
            $this->in_the_whole_site("MW$number");
        }
    }

    /**
     * A teacher closes the eye beside a method: nobody gets in by it, and no enrolment of its own changes.
     *
     * @param string $name
     */
    private function switched(string $name): void {
        $manual = enrol_get_plugin('manual');
        foreach (['off' => [ENROL_INSTANCE_DISABLED], 'off and on' => [ENROL_INSTANCE_DISABLED, ENROL_INSTANCE_ENABLED]] as $what => $all) {
            $course = $this->course("$name $what");
            $students = $this->people(4);
            $this->enrol($course, $students);
            $instance = $this->method($course, 'manual');
            $manual->update_user_enrol($instance, $students[0], ENROL_USER_SUSPENDED);
            // By another method as well: that one lets them in all the same.
            $self = $this->method($course, 'self');
            enrol_get_plugin('self')->enrol_user($self, $students[1], self::STUDENT);
            foreach ($all as $status) {
                $manual->update_status($instance, $status);
                $this->did('methods switched');
            }
        }
        // Someone who is enrolled while it is off.
        $course = $this->course("$name enrolled while off");
        $instance = $this->method($course, 'manual');
        $manual->update_status($instance, ENROL_INSTANCE_DISABLED);
        $manual->enrol_user($instance, $this->person(), self::STUDENT);
    }

    /**
     * A method is deleted, switched off or not.
     *
     * @param string $name
     */
    private function deleted(string $name): void {
        $manual = enrol_get_plugin('manual');
        foreach ([ENROL_INSTANCE_ENABLED, ENROL_INSTANCE_DISABLED] as $status) {
            $course = $this->course("$name-$status");
            $this->enrol($course, $this->people(3));
            $instance = $this->method($course, 'manual');
            $manual->update_status($instance, $status);
            $manual->delete_instance($instance);
            $this->did('methods deleted');
        }
    }

    /**
     * A cohort is no longer linked to the course, and another is deleted; a third one's method is off.
     *
     * @param string $name
     */
    private function cohorts(string $name): void {
        global $DB;
        $course = $this->course($name);
        $plugin = enrol_get_plugin('cohort');
        foreach (['unlinked', 'deleted', 'off'] as $what) {
            $cohort = cohort_add_cohort((object) ['name' => "$what of $course->shortname", 'idnumber' => "$what $course->shortname",
                'description' => '', 'descriptionformat' => FORMAT_HTML, 'contextid' => \context_system::instance()->id]);
            foreach ($this->people(3) as $userid) {
                cohort_add_member($cohort, $userid);
            }
            $id = $plugin->add_instance($course, ['customint1' => $cohort, 'roleid' => self::STUDENT, 'customint2' => 0]);
            $instance = $DB->get_record('enrol', ['id' => $id]);
            switch ($what) {
                case 'unlinked':
                    $plugin->delete_instance($instance);
                    break;
                case 'deleted':
                    cohort_delete_cohort($DB->get_record('cohort', ['id' => $cohort]));
                    break;
                case 'off':
                    $plugin->update_status($instance, ENROL_INSTANCE_DISABLED);
            }
            $this->did("cohorts $what");
        }
    }

    /**
     * Enrolments that are over, to come, moved, and the method's own dates, which are about enrolling and not about getting in.
     *
     * @param string $name
     */
    private function dates(string $name): void {
        global $DB;
        $course = $this->course($name);
        $manual = enrol_get_plugin('manual');
        $instance = $this->method($course, 'manual');
        [$over, $tocome, $moved, $noend] = $this->people(4);
        $manual->enrol_user($instance, $over, self::STUDENT, self::EPOCH - 86400, self::EPOCH);
        $manual->enrol_user($instance, $tocome, self::STUDENT, 4000000000, 4000086400);
        $manual->enrol_user($instance, $moved, self::STUDENT, self::EPOCH, self::EPOCH + 86400);
        $manual->update_user_enrol($instance, $moved, null, self::EPOCH + 3600, self::EPOCH + 7200);
        $manual->enrol_user($instance, $noend, self::STUDENT, self::EPOCH, self::EPOCH + 86400);
        $manual->update_user_enrol($instance, $noend, null, self::EPOCH, 0);
        $self = $this->method($course, 'self');
        enrol_get_plugin('self')->enrol_user($self, $over, self::STUDENT, self::EPOCH, 0);
        enrol_get_plugin('self')->update_instance($self, (object) ((array) $DB->get_record('enrol', ['id' => $self->id])
            + ['enrolstartdate' => self::EPOCH, 'enrolenddate' => self::EPOCH + 60]));
        $this->did('dates changed');
    }

    /**
     * The administrator switches two methods off for the whole site, and one of them on again.
     *
     * @param string $name
     */
    private function in_the_whole_site(string $name): void {
        $course = $this->course($name);
        foreach (['self', 'meta'] as $method) {
            \core\plugininfo\enrol::enable_plugin($method, 1);
        }
        $self = $this->method($course, 'self');
        foreach ($this->people(3) as $userid) {
            enrol_get_plugin('self')->enrol_user($self, $userid, self::STUDENT);
        }
        // The students of this course are those of another, too.
        $other = $this->course("$name other");
        enrol_get_plugin('meta')->add_instance($other, ['customint1' => $course->id]);
        foreach (['self' => [0, 1], 'meta' => [0]] as $method => $all) {
            foreach ($all as $on) {
                \core\plugininfo\enrol::enable_plugin($method, $on);
                $this->did('methods of the site switched');
            }
        }
    }
}
