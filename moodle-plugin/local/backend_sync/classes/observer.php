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
 * Records what happens in Moodle.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync;

use core\event\base;
use local_backend_sync\local\clock;
use local_backend_sync\local\course_names;
use local_backend_sync\local\due;
use local_backend_sync\local\enrolments;
use local_backend_sync\local\event_id;
use local_backend_sync\local\grades;
use local_backend_sync\local\look;
use local_backend_sync\local\outbox;
use local_backend_sync\local\payload;
use local_backend_sync\local\recorder;
use local_backend_sync\local\settings;

/**
 * The observers of db/events.php. They write to the outbox and do nothing else: no request is made in anybody's page.
 *
 * Each takes its event id before it reads the values, see event_id.
 */
final class observer {
    /** @var int seconds after which a restored course has its final name */
    private const NAMED = 300;

    /**
     * A user was created or changed.
     *
     * @param base $event
     */
    public static function user_changed(base $event): void {
        recorder::record($event, function () use ($event): void {
            global $DB;
            $type = $event instanceof \core\event\user_created ? 'user_created' : 'user_updated';
            if (!settings::sends($type)) {
                return;
            }
            $userid = (int)$event->relateduserid ?: (int)$event->objectid;
            $id = outbox::next_id($userid);
            $user = $DB->get_record('user', ['id' => $userid]);
            // Of a deleted user the details are mangled by now; user_deleted has sent them as they were.
            if ($user && !$user->deleted && !isguestuser($user)) {
                outbox::add($id, $type, $userid, payload::of_user($event->eventname, $user, false));
            }
        });
    }

    /**
     * A user was deleted: sent as a change, with the details from before.
     *
     * @param base $event
     */
    public static function user_deleted(base $event): void {
        recorder::record($event, function () use ($event): void {
            if (!settings::sends('user_deleted')) {
                return;
            }
            $userid = (int)$event->objectid;
            $id = outbox::next_id($userid);
            $user = $event->get_record_snapshot('user', $userid);
            foreach (['username', 'email', 'idnumber'] as $field) {
                $user->$field = $event->other[$field] ?? $user->$field;
            }
            $user->timemodified = $event->timecreated;
            outbox::add($id, 'user_updated', $userid, payload::of_user($event->eventname, $user, true));
            // Enrolments by methods that are off, and what the privacy tools delete before the user, go without an event.
            due::add(look::USER, $userid);
        });
    }

    /**
     * An enrolment was made or changed.
     *
     * @param base $event
     */
    public static function enrolment_changed(base $event): void {
        recorder::record($event, function () use ($event): void {
            if (!settings::sends('user_enrolled') || isguestuser((int)$event->relateduserid)) {
                return;
            }
            $id = outbox::next_id((int)$event->relateduserid);
            $enrolment = enrolments::by_id((int)$event->objectid);
            if (!$enrolment) {
                return;
            }
            $roleids = enrolments::roles_of($enrolment);
            // A new enrolment gets its role a moment later: role_assigned sends it then.
            if (enrolments::are_chosen($roleids)) {
                outbox::add($id, 'user_enrolled', (int)$enrolment->id, payload::of_enrolment(
                    $event->eventname,
                    $enrolment,
                    $roleids,
                    enrolments::role_to_name((int)$enrolment->defaultroleid),
                    false
                ));
            }
        });
    }

    /**
     * An enrolment is gone.
     *
     * @param base $event
     */
    public static function enrolment_deleted(base $event): void {
        recorder::record($event, function () use ($event): void {
            global $DB;
            if (!settings::sends('user_unenrolled') || isguestuser((int)$event->relateduserid)) {
                return;
            }
            $id = outbox::next_id((int)$event->relateduserid);
            $enrolment = (object)($event->other['userenrolment']);
            $enrolment->courseid = $event->courseid;
            $enrolment->courseshortname = course_names::of((int)$event->courseid);
            $enrolment->timemodified = $event->timecreated;
            $defaultroleid = (int)$DB->get_field('enrol', 'roleid', ['id' => $enrolment->enrolid]);
            outbox::add($id, 'user_enrolled', (int)$enrolment->id, payload::of_enrolment(
                $event->eventname,
                $enrolment,
                enrolments::roles_of($enrolment),
                enrolments::role_to_name($defaultroleid),
                true
            ));
        });
    }

    /**
     * A user got or lost a role. In a course it changes what the user's enrolments there are.
     *
     * @param base $event
     */
    public static function role_changed(base $event): void {
        recorder::record($event, function () use ($event): void {
            $userid = (int)$event->relateduserid;
            if ($event->contextlevel != CONTEXT_COURSE || !settings::sends('user_enrolled') || isguestuser($userid)) {
                return;
            }
            // Another transaction may be giving a role to the same user, and neither sees the other's. Waiting for it here could lock
            // both out; cron compares when both are done.
            due::add(look::ENROLLED, $userid);
            $id = outbox::next_id($userid);
            $enrolments = enrolments::of_user($userid, (int)$event->courseid);
            if (!$enrolments) {
                return;
            }
            $roleids = enrolments::roles_of(reset($enrolments));
            if ($event instanceof \core\event\role_assigned && !enrolments::are_chosen($roleids)) {
                return;
            }
            foreach ($enrolments as $enrolment) {
                outbox::add($id, 'user_enrolled', (int)$enrolment->id, payload::of_enrolment(
                    $event->eventname,
                    $enrolment,
                    $roleids,
                    enrolments::role_to_name((int)$enrolment->defaultroleid),
                    false
                ));
                $id = outbox::next_id($userid);
            }
        });
    }

    /**
     * A user was graded.
     *
     * @param base $event
     */
    public static function grade_changed(base $event): void {
        recorder::record($event, function () use ($event): void {
            if (!settings::sends('grade_updated') || isguestuser((int)$event->relateduserid)) {
                return;
            }
            // Somebody who grades waits for this, so the user's last event is not looked up as it is for others. Should a clock
            // have been set back, the sweep finds that this is not the last that was said of the grade.
            $id = event_id::next(clock::exact());
            $grade = grades::by_id((int)$event->objectid, (int)$event->other['itemid']);
            if ($grade && settings::sends_item_kind($grade->itemtype)) {
                outbox::add($id, 'grade_updated', (int)$grade->id, payload::of_grade($event->eventname, $grade, false));
            }
        });
    }

    /**
     * A grade is gone: sent without a grade.
     *
     * @param base $event
     */
    public static function grade_deleted(base $event): void {
        recorder::record($event, function () use ($event): void {
            if (!settings::sends('grade_deleted') || isguestuser((int)$event->relateduserid)) {
                return;
            }
            $id = outbox::next_id((int)$event->relateduserid);
            $grade = grades::deleted(
                (int)$event->objectid,
                (int)$event->relateduserid,
                (int)$event->other['itemid'],
                (int)$event->timecreated
            );
            if ($grade && settings::sends_item_kind($grade->itemtype)) {
                outbox::add($id, 'grade_updated', (int)$grade->id, payload::of_grade($event->eventname, $grade, true));
            }
        });
    }

    /**
     * A grade item was changed or deleted: its maximum, scale, name or visibility count for all its grades. They are many, so cron
     * compares them.
     *
     * @param base $event
     */
    public static function grade_item_changed(base $event): void {
        recorder::record($event, fn() => due::add(look::ITEM, (int)$event->objectid));
    }

    /**
     * The words of a scale were changed: they are the awards of the items that use it.
     *
     * @param base $event
     */
    public static function scale_changed(base $event): void {
        recorder::record($event, function () use ($event): void {
            global $DB;
            due::add_all(look::ITEM, $DB->get_fieldset_select('grade_items', 'id', 'scaleid = ?', [$event->objectid]));
        });
    }

    /**
     * A method of enrolment was changed: while it is off, nobody is enrolled by it. Its people may be many.
     *
     * @param base $event
     */
    public static function method_changed(base $event): void {
        recorder::record($event, fn() => due::add(look::METHOD, (int)$event->objectid));
    }

    /**
     * A course was restored, which writes enrolments and grades without events.
     *
     * @param base $event
     */
    public static function course_restored(base $event): void {
        recorder::record($event, function () use ($event): void {
            due::add(look::COURSE, (int)$event->objectid);
            // Who duplicates a course names it after it was restored.
            due::add(look::COURSE, (int)$event->objectid, self::NAMED);
        });
    }

    /**
     * Something in a course was changed that its enrolments depend on: a method was deleted, or an activity that was a method.
     *
     * @param base $event
     */
    public static function course_emptied(base $event): void {
        recorder::record($event, function () use ($event): void {
            global $DB;
            $courseid = (int)$event->courseid;
            if (
                $event instanceof \core\event\enrol_instance_deleted
                    || $DB->record_exists('enrol', ['courseid' => $courseid, 'enrol' => 'lti'])
            ) {
                due::add(look::COURSE, $courseid);
            }
        });
    }

    /**
     * A course was changed: its short name goes with its enrolments and grades.
     *
     * @param base $event
     */
    public static function course_changed(base $event): void {
        recorder::record($event, function () use ($event): void {
            if (isset($event->other['updatedfields']['shortname'])) {
                due::add(look::COURSE, (int)$event->objectid);
            }
        });
    }

    /**
     * A setting was changed. While a plugin of enrolment is disabled, nobody is enrolled by it, also when it is enabled again before cron
     * looks.
     *
     * @param base $event
     */
    public static function setting_changed(base $event): void {
        if (($event->other['name'] ?? '') !== 'enrol_plugins_enabled') {
            return;
        }
        recorder::record($event, function () use ($event): void {
            global $DB;
            $plugin = (string)($event->other['plugin'] ?? '');
            due::add_all(look::COURSE, $DB->get_fieldset_select('enrol', 'DISTINCT courseid', 'enrol = ?', [$plugin]));
        });
    }

    /**
     * The plugin "Merge user accounts" has merged two: by SQL, and with one event at its end.
     *
     * @param base $event
     */
    public static function users_merged(base $event): void {
        recorder::record($event, function () use ($event): void {
            $involved = $event->other['usersinvolved'] ?? [];
            due::add_all(look::USER, array_filter(array_map('intval', array_values((array)$involved))));
        });
    }
}
