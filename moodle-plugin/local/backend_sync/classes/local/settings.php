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
 * The plugin's settings.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Reads the settings, whatever wrote them: the settings page, config.php, the command line or the first version of the plugin.
 */
final class settings {
    /** @var string */
    private const COMPONENT = 'local_backend_sync';

    /** @var string[] settings that are stored encrypted */
    public const SECRETS = ['api_token', 'signing_secret', 'signing_secret_next'];

    /** @var string[] what can be chosen to be sent */
    public const EVENTS = [
        'user_created', 'user_updated', 'user_deleted', 'user_enrolled', 'user_unenrolled', 'grade_updated', 'grade_deleted',
    ];

    /** @var string[] kinds of grade items */
    public const ITEM_KINDS = ['mod', 'manual', 'course', 'category'];

    /** @var string the receiver's address on a machine that both run on */
    public const DEFAULT_URL = 'http://localhost:8001';

    /** @var int[] the numbers and their defaults */
    public const NUMBERS = [
        'retry_attempts' => 3,
        'timeout' => 10,
        'max_backoff' => 60,
        'keep_sent_days' => 7,
        'keep_failed_days' => 90,
        'alert_minutes' => 30,
    ];

    /**
     * Stores the defaults of what is not set. Moodle's page of new settings would do so, but only if it is saved.
     */
    public static function write_defaults(): void {
        $defaults = self::NUMBERS + [
            'enable_sync' => 1,
            'backend_url' => self::DEFAULT_URL,
            'tenant_id' => 'default',
            'api_token' => '',
            'signing_secret' => '',
            'signing_secret_next' => '',
            'events' => implode(',', self::EVENTS),
            'roles' => '',
            'item_kinds' => implode(',', self::ITEM_KINDS),
            'deleted_ids_only' => 0,
            'send_unfiltered' => 0,
            'debug_mode' => 0,
        ];
        foreach ($defaults as $name => $value) {
            if (get_config(self::COMPONENT, $name) === false) {
                set_config($name, $value, self::COMPONENT);
            }
        }
    }

    /**
     * Whether anything is recorded and sent.
     *
     * @return bool
     */
    public static function is_enabled(): bool {
        return self::is_switched_on() && site::state() !== site::COPY;
    }

    /**
     * Whether the settings want anything recorded and sent, wherever this site is.
     *
     * @return bool
     */
    public static function is_switched_on(): bool {
        $value = get_config(self::COMPONENT, 'enable_sync');
        return $value === false || (bool)$value;
    }

    /**
     * The receiver's address without a slash at its end.
     *
     * @return string
     */
    public static function backend_url(): string {
        return rtrim(trim((string)get_config(self::COMPONENT, 'backend_url')), '/');
    }

    /**
     * Whether all is there that sending needs.
     *
     * @return bool
     */
    public static function is_complete(): bool {
        return self::backend_url() !== '' && trim((string)get_config(self::COMPONENT, 'api_token')) !== '';
    }

    /**
     * The name of this school at the receiver.
     *
     * @return string
     */
    public static function tenant_id(): string {
        $value = trim((string)get_config(self::COMPONENT, 'tenant_id'));
        return $value === '' ? 'default' : $value;
    }

    /**
     * A number.
     *
     * @param string $name a key of NUMBERS
     * @return int 0 and up
     */
    public static function number(string $name): int {
        $value = get_config(self::COMPONENT, $name);
        return $value === false || !is_numeric($value) ? self::NUMBERS[$name] : max(0, (int)$value);
    }

    /**
     * Whether the events of a choice are recorded.
     *
     * @param string $choice one of EVENTS
     * @return bool
     */
    public static function sends(string $choice): bool {
        return self::is_chosen('events', $choice);
    }

    /**
     * Whether grades of a kind of item are recorded.
     *
     * @param string $kind one of ITEM_KINDS
     * @return bool
     */
    public static function sends_item_kind(string $kind): bool {
        return self::is_chosen('item_kinds', $kind);
    }

    /**
     * The roles whose enrolments are sent; empty for all.
     *
     * @return int[]
     */
    public static function roleids(): array {
        $value = (string)get_config(self::COMPONENT, 'roles');
        return $value === '' ? [] : array_map('intval', explode(',', $value));
    }

    /**
     * Whether what is known of a deleted user travels once more with the deletion.
     *
     * @return bool
     */
    public static function sends_deleted_details(): bool {
        return !get_config(self::COMPONENT, 'deleted_ids_only');
    }

    /**
     * Whether texts of several languages are also sent as they are stored.
     *
     * @return bool
     */
    public static function sends_unfiltered(): bool {
        return (bool)get_config(self::COMPONENT, 'send_unfiltered');
    }

    /**
     * The secrets that requests are signed with, in clear: two while one takes the place of the other.
     *
     * @return string[] empty ones for those that are not set
     * @throws \moodle_exception when one cannot be read
     */
    public static function signing_secrets(): array {
        return [self::secret('signing_secret'), self::secret('signing_secret_next')];
    }

    /**
     * Whether more is to be logged.
     *
     * @return bool
     */
    public static function is_debugging(): bool {
        return (bool)get_config(self::COMPONENT, 'debug_mode');
    }

    /**
     * A secret in clear. One that was stored in clear, by the first version or by the command line, is encrypted on this occasion.
     *
     * @param string $name one of SECRETS
     * @return string empty when there is none
     * @throws \moodle_exception when it cannot be read, since the site's key is not the one it was encrypted with
     */
    public static function secret(string $name): string {
        global $CFG;
        $value = trim((string)get_config(self::COMPONENT, $name));
        if (self::is_encrypted($value)) {
            try {
                return \core\encryption::decrypt($value);
            } catch (\moodle_exception $e) {
                throw new \moodle_exception('secretunreadable', self::COMPONENT, '', get_string($name, self::COMPONENT));
            }
        }
        if ($value !== '' && !isset($CFG->forced_plugin_settings[self::COMPONENT][$name])) {
            try {
                set_config($name, \core\encryption::encrypt($value), self::COMPONENT);
            } catch (\moodle_exception $e) {
                // A site that may not make keys and has none keeps it in clear, as it did.
                debugging("The setting $name of local_backend_sync could not be encrypted: $e->errorcode", DEBUG_DEVELOPER);
            }
        }
        return $value;
    }

    /**
     * Whether a stored value is an encrypted one.
     *
     * @param string $value
     * @return bool
     */
    public static function is_encrypted(string $value): bool {
        return (bool)preg_match('~^(sodium|openssl-aes-256-ctr):~', $value);
    }

    /**
     * Whether one of a list is ticked. A list that was never saved is wholly ticked.
     *
     * @param string $name of the setting
     * @param string $choice
     * @return bool
     */
    private static function is_chosen(string $name, string $choice): bool {
        $value = get_config(self::COMPONENT, $name);
        return $value === false || in_array($choice, explode(',', $value), true);
    }
}
