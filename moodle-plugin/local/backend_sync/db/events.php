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
 * The events of Moodle that are recorded in the outbox.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

// All observers are internal, the default: they run at once, inside the transaction of what happened, so what is rolled back
// is not sent.
$observers = [
    ['eventname' => '\core\event\user_created', 'callback' => '\local_backend_sync\observer::user_changed'],
    ['eventname' => '\core\event\user_updated', 'callback' => '\local_backend_sync\observer::user_changed'],
    ['eventname' => '\core\event\user_deleted', 'callback' => '\local_backend_sync\observer::user_deleted'],
    ['eventname' => '\core\event\user_enrolment_created', 'callback' => '\local_backend_sync\observer::enrolment_changed'],
    ['eventname' => '\core\event\user_enrolment_updated', 'callback' => '\local_backend_sync\observer::enrolment_changed'],
    ['eventname' => '\core\event\user_enrolment_deleted', 'callback' => '\local_backend_sync\observer::enrolment_deleted'],
    ['eventname' => '\core\event\role_assigned', 'callback' => '\local_backend_sync\observer::role_changed'],
    ['eventname' => '\core\event\role_unassigned', 'callback' => '\local_backend_sync\observer::role_changed'],
    ['eventname' => '\core\event\user_graded', 'callback' => '\local_backend_sync\observer::grade_changed'],
    ['eventname' => '\core\event\grade_deleted', 'callback' => '\local_backend_sync\observer::grade_deleted'],
    ['eventname' => '\core\event\grade_item_updated', 'callback' => '\local_backend_sync\observer::grade_item_changed'],
    ['eventname' => '\core\event\grade_item_deleted', 'callback' => '\local_backend_sync\observer::grade_item_changed'],
    ['eventname' => '\core\event\grade_item_created', 'callback' => '\local_backend_sync\observer::grade_item_changed'],
    ['eventname' => '\core\event\scale_updated', 'callback' => '\local_backend_sync\observer::scale_changed'],
    ['eventname' => '\core\event\config_log_created', 'callback' => '\local_backend_sync\observer::setting_changed'],
    ['eventname' => '\core\event\course_restored', 'callback' => '\local_backend_sync\observer::course_restored'],
    ['eventname' => '\core\event\enrol_instance_updated', 'callback' => '\local_backend_sync\observer::method_changed'],
    ['eventname' => '\core\event\enrol_instance_deleted', 'callback' => '\local_backend_sync\observer::course_emptied'],
    ['eventname' => '\core\event\course_module_deleted', 'callback' => '\local_backend_sync\observer::course_emptied'],
    ['eventname' => '\core\event\course_updated', 'callback' => '\local_backend_sync\observer::course_changed'],
    ['eventname' => '\tool_mergeusers\event\user_merged_success', 'callback' => '\local_backend_sync\observer::users_merged'],
];
