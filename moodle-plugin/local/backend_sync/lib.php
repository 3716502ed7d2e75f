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

/**
 * What Moodle asks this plugin for.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Checks for Moodle's report "System status".
 *
 * @return \core\check\check[]
 */
function local_backend_sync_status_checks(): array {
    return [new \local_backend_sync\check\delivery()];
}

/**
 * A course is about to be deleted. Enrolments of methods that are switched off, or missing, go without an event then.
 *
 * @param stdClass $course
 */
function local_backend_sync_pre_course_delete(stdClass $course): void {
    \local_backend_sync\local\course_names::keep($course);
    \local_backend_sync\local\recorder::record(
        "the end of enrolments in course $course->id",
        fn() => \local_backend_sync\local\enrolments::end_silent_ones((int)$course->id)
    );
}
