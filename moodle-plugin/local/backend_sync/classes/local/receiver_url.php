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
 * The address of the receiver.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Judges an address before anything is sent to it.
 */
final class receiver_url {
    /**
     * What is wrong with an address.
     *
     * @param string $url
     * @return string empty when nothing is, else words for the admin
     */
    public static function problem(string $url): string {
        $parts = parse_url($url);
        if (
            !$parts || empty($parts['host']) || !in_array(strtolower($parts['scheme'] ?? ''), ['http', 'https'], true)
            || preg_match('/[\s\p{C}]/u', $url) !== 0
        ) {
            return get_string('url_invalid', 'local_backend_sync');
        }
        if (isset($parts['user']) || isset($parts['pass'])) {
            return get_string('url_credentials', 'local_backend_sync');
        }
        // The plugin adds the rest itself.
        if (isset($parts['query']) || isset($parts['fragment']) || strpos($parts['path'] ?? '', '/api/v1') !== false) {
            return get_string('url_toolong', 'local_backend_sync');
        }
        return '';
    }

    /**
     * Whether what is sent to an address can be read on its way: plain HTTP to a host beyond this machine and its network.
     *
     * @param string $url
     * @return bool
     */
    public static function is_readable_underway(string $url): bool {
        $scheme = strtolower((string)parse_url($url, PHP_URL_SCHEME));
        return $scheme === 'http' && !self::is_local((string)parse_url($url, PHP_URL_HOST));
    }

    /**
     * Whether nobody knows the host of an address. Moodle's HTTP security calls such an address blocked, which leads an admin the
     * wrong way.
     *
     * @param string $url
     * @return bool
     */
    public static function is_unknown_host(string $url): bool {
        $host = trim((string)parse_url($url, PHP_URL_HOST), '[]');
        return !filter_var($host, FILTER_VALIDATE_IP) && gethostbynamel($host) === false;
    }

    /**
     * Whether a host is this machine or one of its own network, as far as its name says so.
     *
     * @param string $host
     * @return bool
     */
    private static function is_local(string $host): bool {
        $host = strtolower(trim($host, '[]'));
        if (filter_var($host, FILTER_VALIDATE_IP)) {
            return !filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE);
        }
        return strpos($host, '.') === false || preg_match('/\.(local|localhost|internal|lan)$/', $host);
    }
}
