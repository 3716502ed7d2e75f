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
 * What is sent of a user, an enrolment and a grade.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

use stdClass;

/**
 * Builds the bodies. The known fields, their order and their types are those of the first version of this plugin, so receivers made
 * for it understand them; the fields after them are additions.
 */
final class payload {
    /** @var int characters of feedback that are sent: the receiver takes bodies up to 1 MiB */
    public const MAX_FEEDBACK = 60000;

    /** @var string[] fields that only say why and when an event was sent */
    private const ABOUT_THE_EVENT = ['eventname', 'timemodified', 'timecreated', 'reason'];

    /** @var string[] what a deletion says, whatever else is still known */
    private const GONE = ['userid', 'enrollmentid', 'itemid', 'gradeid', 'deleted'];

    /** @var string[] what a person is known by */
    private const DETAILS = ['username', 'firstname', 'lastname', 'email', 'idnumber', 'phone1', 'city', 'country'];

    /**
     * A user.
     *
     * @param string $eventname the Moodle event it comes from
     * @param stdClass $user a record of the table user
     * @param bool $deleted whether the user is being deleted
     * @return array
     */
    public static function of_user(string $eventname, stdClass $user, bool $deleted): array {
        $payload = [
            'eventname' => $eventname,
            'userid' => (int)$user->id,
            'username' => (string)$user->username,
            'firstname' => (string)$user->firstname,
            'lastname' => (string)$user->lastname,
            'email' => (string)$user->email,
            'idnumber' => (string)$user->idnumber,
            'phone1' => (string)$user->phone1,
            'city' => (string)$user->city,
            'country' => (string)$user->country,
            'suspended' => (bool)$user->suspended,
            'deleted' => $deleted,
            'timecreated' => (int)$user->timecreated,
            'timemodified' => (int)$user->timemodified,
        ];
        return $deleted && !settings::sends_deleted_details() ? array_fill_keys(self::DETAILS, '') + $payload : $payload;
    }

    /**
     * An enrolment.
     *
     * @param string $eventname the Moodle event it comes from
     * @param stdClass $enrolment a record of the table user_enrolments, with courseid and courseshortname; its status counts as
     *     enrolments::completed() makes it
     * @param int[] $roleids the roles the user has in the course, the one that counts first; may be empty
     * @param int $defaultroleid stands for them when they are empty, for receivers that know one role only
     * @param bool $deleted whether the enrolment is gone
     * @return array
     */
    public static function of_enrolment(
        string $eventname,
        stdClass $enrolment,
        array $roleids,
        int $defaultroleid,
        bool $deleted
    ): array {
        $sorted = $roleids;
        sort($sorted);
        return [
            'eventname' => $eventname,
            'enrollmentid' => (int)$enrolment->id,
            'userid' => (int)$enrolment->userid,
            'courseid' => (int)$enrolment->courseid,
            'roleid' => $roleids[0] ?? $defaultroleid,
            'status' => (int)$enrolment->status,
            'timestart' => (int)$enrolment->timestart,
            'timeend' => $enrolment->timeend ? (int)$enrolment->timeend : null,
            'timecreated' => (int)$enrolment->timecreated,
            'timemodified' => (int)$enrolment->timemodified,
            'deleted' => $deleted,
            'roleids' => $sorted,
        ] + self::texts(['courseshortname' => (string)$enrolment->courseshortname], (int)$enrolment->courseid);
    }

    /**
     * A grade.
     *
     * @param string $eventname the Moodle event it comes from
     * @param stdClass $grade id, userid, itemid, finalgrade, feedback, usermodified, timecreated, timemodified of
     *     grade_grades; itemname, itemtype, itemmodule, courseid, courseshortname, scale of its item; grademin, grademax
     *     and hidden as they are for this user
     * @param bool $deleted whether the grade is gone
     * @return array
     */
    public static function of_grade(string $eventname, stdClass $grade, bool $deleted): array {
        $texts = self::texts([
            'itemname' => $grade->itemname,
            'feedback' => $deleted ? '' : (string)$grade->feedback,
            'courseshortname' => (string)$grade->courseshortname,
            'scale' => $grade->scale,
        ], (int)$grade->courseid);
        return [
            'eventname' => $eventname,
            'gradeid' => (int)$grade->id,
            'userid' => (int)$grade->userid,
            'itemid' => (int)$grade->itemid,
            'itemname' => $texts['itemname'],
            'finalgrade' => $deleted || $grade->finalgrade === null ? null : (float)$grade->finalgrade,
            'feedback' => $texts['feedback'],
            'grader' => $grade->usermodified ? (int)$grade->usermodified : null,
            'timecreated' => (int)$grade->timecreated,
            'timemodified' => (int)$grade->timemodified,
            'courseid' => (int)$grade->courseid,
            'courseshortname' => $texts['courseshortname'],
            'itemtype' => (string)$grade->itemtype,
            'itemmodule' => $grade->itemmodule,
            'grademin' => (float)$grade->grademin,
            'grademax' => (float)$grade->grademax,
            'scale' => $texts['scale'],
            'hidden' => (bool)$grade->hidden,
            'deleted' => $deleted,
        ] + array_diff_key($texts, ['itemname' => 0, 'feedback' => 0, 'courseshortname' => 0, 'scale' => 0]);
    }

    /**
     * The body of a payload.
     *
     * @param array $payload
     * @return string JSON in ASCII
     */
    public static function json(array $payload): string {
        // With 17 digits, as old php.ini files have it, 69.99999 would be sent as 69.999989999999997.
        $precision = ini_set('serialize_precision', '-1');
        try {
            return json_encode($payload, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
        } finally {
            ini_set('serialize_precision', $precision);
        }
    }

    /**
     * Equal for two payloads that say the same of the user, enrolment or grade.
     *
     * @param array $payload
     * @return string 64 hexadecimal digits
     */
    public static function content_hash(array $payload): string {
        if ($payload['deleted'] ?? false) {
            return hash('sha256', self::json(array_intersect_key($payload, array_flip(self::GONE))));
        }
        // The time of a grade is one of its values: when the work was marked.
        $without = isset($payload['gradeid']) ? array_diff(self::ABOUT_THE_EVENT, ['timemodified']) : self::ABOUT_THE_EVENT;
        return hash('sha256', self::json(array_diff_key($payload, array_flip($without))));
    }

    /**
     * Texts as people of this site see them, and what receivers that want more of them get.
     *
     * @param array $texts as they are stored; null stands for none
     * @param int $courseid
     * @return array the same; with scaletranslations when the scale has several languages, and with unfiltered, those that differ
     *     from what is stored, when the settings want them
     */
    private static function texts(array $texts, int $courseid): array {
        $shown = [];
        foreach ($texts as $name => $text) {
            $shown[$name] = $name === 'scale' ? languages::of_scale($text, $courseid) : languages::of_site($text, $courseid);
        }
        $more = [];
        if (isset($texts['scale'])) {
            $translations = languages::of_scale_elsewhere($texts['scale'], $courseid);
            $more += $translations ? ['scaletranslations' => $translations] : [];
        }
        $differing = array_filter($texts, fn($text, $name) => $text !== $shown[$name], ARRAY_FILTER_USE_BOTH);
        if ($differing && settings::sends_unfiltered()) {
            $more['unfiltered'] = array_map([self::class, 'shortened'], $differing);
        }
        if (isset($shown['feedback'])) {
            $shown['feedback'] = self::shortened($shown['feedback']);
        }
        return $shown + $more;
    }

    /**
     * Feedback may hold whole pictures; the award must get through all the same.
     *
     * @param string $feedback
     * @return string
     */
    private static function shortened(string $feedback): string {
        return strlen($feedback) <= self::MAX_FEEDBACK ? $feedback : mb_substr($feedback, 0, self::MAX_FEEDBACK, 'UTF-8');
    }
}
