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
        self::refresh();
        $now = self::seen();
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
     * Brings the settings up to date that count here: a process of cron may have read them minutes ago.
     */
    private static function refresh(): void {
        global $CFG, $DB;
        $names = ['enrol_plugins_enabled', 'grade_minmaxtouse'];
        [$in, $params] = $DB->get_in_or_equal($names);
        $stored = $DB->get_records_select_menu('config', "name $in", $params, '', 'name, value');
        $stored += $DB->get_records_select_menu('config', $DB->sql_like('name', '?'), [self::frozen()], '', 'name, value');
        $known = preg_grep('/^' . grades::FROZEN . '/', array_keys(get_object_vars($CFG)));
        foreach (array_unique(array_merge($names, $known, array_keys($stored))) as $name) {
            if (array_key_exists($name, $CFG->config_php_settings ?? [])) {
                continue;
            }
            if (isset($stored[$name])) {
                $CFG->$name = $stored[$name];
            } else {
                unset($CFG->$name);
            }
        }
    }

    /**
     * What the names of settings of frozen gradebooks are like.
     *
     * @return string
     */
    private static function frozen(): string {
        global $DB;
        return $DB->sql_like_escape(grades::FROZEN) . '%';
    }

    /**
     * What is so now.
     *
     * @return array
     */
    private static function seen(): array {
        global $CFG, $DB;
        $plugins = (string)($CFG->enrol_plugins_enabled ?? '');
        $seen = [
            'plugins' => $plugins,
            'roles' => hash('sha256', json_encode(array_values($DB->get_records('role', null, 'id', 'id, archetype, sortorder')))),
            'maximum' => (string)($CFG->grade_minmaxtouse ?? ''),
        ];
        foreach ($DB->get_records_menu('grade_settings', ['name' => 'minmaxtouse'], 'courseid', 'courseid, value') as $courseid => $value) {
            $seen["course:$courseid"] = (string)$value;
        }
        $frozen = $DB->get_records_select_menu('config', $DB->sql_like('name', '?'), [self::frozen()], 'name', 'name, value');
        foreach ($frozen as $name => $value) {
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
