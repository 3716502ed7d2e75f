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
 * Changes of few rows that no event tells of and that count for many.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Looks, once a minute, at settings that count for many enrolments or grades and that no event of Moodle tells of on every way on which
 * they can be changed: which plugins of enrolment are enabled, which maximum counts, in what order the roles stand, and when the
 * enrolments from LDAP were synchronised.
 */
final class watch {
    /** @var string */
    private const COMPONENT = 'local_backend_sync';

    /** @var int seconds after which a course is compared once more: an admin's page may still be moving its enrolments */
    private const AGAIN = 900;

    /**
     * Makes due what may have changed since the last time.
     */
    public static function run(): void {
        $now = self::seen();
        if ($now === null) {
            return;
        }
        $stored = get_config(self::COMPONENT, 'watched');
        $json = json_encode($now);
        if ($stored === $json) {
            return;
        }
        // What was so before the plugin looked for the first time is for the backfill.
        if ($stored !== false) {
            self::compare(json_decode($stored, true), $now);
        }
        set_config('watched', $json, self::COMPONENT);
    }

    /**
     * Makes due all methods of enrolment that are off. Versions before 2.1 said of their people that they were active.
     */
    public static function make_due_what_is_off(): void {
        global $CFG, $DB;
        $plugins = $DB->get_fieldset_sql('SELECT DISTINCT e.enrol FROM {enrol} e');
        $off = array_diff($plugins, explode(',', (string)($CFG->enrol_plugins_enabled ?? '')));
        [$in, $params] = $DB->get_in_or_equal($off ?: ['']);
        due::add_all(look::METHOD, $DB->get_fieldset_sql(
            "SELECT e.id FROM {enrol} e
              WHERE (e.status = ? OR e.enrol $in)
                    AND EXISTS (SELECT 1 FROM {user_enrolments} ue WHERE ue.enrolid = e.id)",
            array_merge([ENROL_INSTANCE_DISABLED], $params)
        ));
    }

    /**
     * What is so now.
     *
     * @return array|null null when this process may not know: a cron that has run for some minutes
     */
    private static function seen(): ?array {
        global $CFG, $DB;
        $plugins = (string)($CFG->enrol_plugins_enabled ?? '');
        $isforced = isset($CFG->config_php_settings['enrol_plugins_enabled']);
        if (!$isforced && $plugins !== (string)$DB->get_field('config', 'value', ['name' => 'enrol_plugins_enabled'])) {
            return null;
        }
        $seen = [
            'plugins' => $plugins,
            'roles' => hash('sha256', json_encode(array_values($DB->get_records('role', null, 'id', 'id, archetype, sortorder')))),
            'maximum' => (string)$DB->get_field('config', 'value', ['name' => 'grade_minmaxtouse']),
        ];
        foreach ($DB->get_records_menu('grade_settings', ['name' => 'minmaxtouse'], 'courseid', 'courseid, value') as $courseid => $value) {
            $seen["course:$courseid"] = (string)$value;
        }
        $frozen = $DB->sql_like('name', '?');
        $like = $DB->sql_like_escape(grades::FROZEN) . '%';
        foreach ($DB->get_records_select_menu('config', $frozen, [$like], 'name', 'name, value') as $name => $value) {
            $courseid = substr($name, strlen(grades::FROZEN));
            $seen["course:$courseid"] = ($seen["course:$courseid"] ?? '') . " $value";
        }
        if (in_array('ldap', explode(',', $plugins), true)) {
            $task = ['classname' => '\enrol_ldap\task\sync_enrolments'];
            $seen['ldap'] = (string)$DB->get_field('task_scheduled', 'lastruntime', $task);
        }
        return $seen;
    }

    /**
     * Makes due what differs.
     *
     * @param array $before
     * @param array $now
     */
    private static function compare(array $before, array $now): void {
        global $DB;
        $differing = array_keys(array_diff_assoc($before, $now) + array_diff_assoc($now, $before));
        foreach ($differing as $name) {
            switch ($name) {
                case 'plugins':
                    [$old, $new] = [explode(',', $before[$name]), explode(',', $now[$name])];
                    [$in, $params] = $DB->get_in_or_equal(array_merge(array_diff($old, $new), array_diff($new, $old), ['']));
                    $courseids = $DB->get_fieldset_sql("SELECT DISTINCT e.courseid FROM {enrol} e WHERE e.enrol $in", $params);
                    due::add_all(look::COURSE, $courseids);
                    due::add_all(look::COURSE, $courseids, self::AGAIN);
                    break;
                case 'ldap':
                    due::add_all(look::METHOD, $DB->get_fieldset_select('enrol', 'id', 'enrol = ?', ['ldap']));
                    break;
                case 'roles':
                case 'maximum':
                    due::add(look::SITE, 0);
                    break;
                default:
                    due::add(look::COURSE, (int)substr($name, strlen('course:')));
            }
        }
    }
}
