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
 * Which site this is.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Whether this site is the one whose events the receiver wants. A copy, such as a test server made from the database of production,
 * has all the settings and the token: it must not speak in the name of the other. So the plugin remembers for which address and
 * identifier it was confirmed. Another one records and sends nothing until somebody says what it is.
 */
final class site {
    /** @var string the one that was confirmed */
    public const CONFIRMED = 'confirmed';

    /** @var string another one than was confirmed: nobody has said yet what it is */
    public const UNKNOWN = 'unknown';

    /** @var string a copy of the one that was confirmed: nothing is recorded */
    public const COPY = 'copy';

    /** @var string */
    private const COMPONENT = 'local_backend_sync';

    /**
     * What this site is.
     *
     * @return string CONFIRMED, UNKNOWN or COPY
     */
    public static function state(): string {
        $present = self::present();
        if (in_array($present, self::remembered('copiedsite'), true)) {
            return self::COPY;
        }
        return in_array($present, self::remembered('confirmedsite'), true) ? self::CONFIRMED : self::UNKNOWN;
    }

    /**
     * The address for which it was confirmed.
     *
     * @return string
     */
    public static function confirmed_address(): string {
        return explode(' ', self::remembered('confirmedsite')[0] ?? '')[0];
    }

    /**
     * Cron is what sends, so pages go by its address: some sites have another one in their pages.
     */
    public static function seen_by_cron(): void {
        if (get_config(self::COMPONENT, 'cronsite') !== self::identity()) {
            set_config('cronsite', self::identity(), self::COMPONENT);
        }
    }

    /**
     * This is the site whose events the receiver wants: it is new, or has moved here.
     */
    public static function confirm(): void {
        $identities = array_unique(array_filter([self::identity(), self::present()]));
        set_config('confirmedsite', json_encode(array_values($identities)), self::COMPONENT);
        unset_config('copiedsite', self::COMPONENT);
    }

    /**
     * This is a copy: nothing is recorded from now on.
     */
    public static function declare_copy(): void {
        set_config('copiedsite', json_encode([self::identity(), self::present()]), self::COMPONENT);
    }

    /**
     * The site as cron sees it.
     *
     * @return string
     */
    private static function present(): string {
        return CLI_SCRIPT ? self::identity() : ((string)get_config(self::COMPONENT, 'cronsite') ?: self::identity());
    }

    /**
     * Identities that were said to be something.
     *
     * @param string $name of the setting that holds them
     * @return string[]
     */
    private static function remembered(string $name): array {
        $identities = json_decode((string)get_config(self::COMPONENT, $name), true);
        return is_array($identities) ? $identities : [];
    }

    /**
     * What a site is known by: its address and, as its identifier is nobody else's business, a hash of that.
     *
     * @return string
     */
    private static function identity(): string {
        global $CFG;
        return rtrim($CFG->wwwroot, '/') . ' ' . hash('sha256', get_site_identifier());
    }
}
