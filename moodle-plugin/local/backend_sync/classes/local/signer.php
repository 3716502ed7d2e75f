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
 * Signs requests.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Signs a body in two ways: as Standard Webhooks does, over id, time of sending and body, so that a request cannot be sent again
 * later or under another id; and over the body alone, for receivers of before.
 */
final class signer {
    /** @var string how Standard Webhooks writes a key: this, and its bytes in Base64 */
    private const BASE64_PREFIX = 'whsec_';

    /** @var string[] without those that are not set; the first is the one that signs where only one can */
    private readonly array $secrets;

    /**
     * A signer.
     *
     * @param string[] $secrets two while one takes the place of the other; empty ones are left out
     */
    public function __construct(#[\SensitiveParameter] array $secrets) {
        $this->secrets = array_values(array_filter($secrets, fn(string $secret) => $secret !== ''));
    }

    /**
     * The headers that prove a request.
     *
     * @param string $id of the event
     * @param int $now when it is sent, Unix seconds
     * @param string $body
     * @return string[] by name; none without a secret
     */
    public function headers(string $id, int $now, string $body): array {
        if (!$this->secrets) {
            return [];
        }
        $sign = fn(string $secret) => 'v1,' . base64_encode(hash_hmac('sha256', "$id.$now.$body", self::key($secret), true));
        return [
            'X-Signature' => hash_hmac('sha256', $body, $this->secrets[0]),
            'webhook-id' => $id,
            'webhook-timestamp' => (string)$now,
            'webhook-signature' => implode(' ', array_map($sign, $this->secrets)),
        ];
    }

    /**
     * Whether a secret can be used: one that begins as those of Standard Webhooks do goes on with Base64.
     *
     * @param string $secret
     * @return bool
     */
    public static function is_usable(#[\SensitiveParameter] string $secret): bool {
        return !str_starts_with($secret, self::BASE64_PREFIX) || self::decoded($secret) !== '';
    }

    /**
     * The key of a secret.
     *
     * @param string $secret
     * @return string
     */
    private static function key(#[\SensitiveParameter] string $secret): string {
        return str_starts_with($secret, self::BASE64_PREFIX) ? self::decoded($secret) : $secret;
    }

    /**
     * The bytes behind the prefix.
     *
     * @param string $secret
     * @return string empty when there are none
     */
    private static function decoded(#[\SensitiveParameter] string $secret): string {
        return (string)base64_decode(substr($secret, strlen(self::BASE64_PREFIX)), true);
    }
}
