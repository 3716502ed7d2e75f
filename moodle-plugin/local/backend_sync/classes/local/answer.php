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
 * What came back for a request.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * An answer, or that there was none, and what it means for the event.
 */
final class answer {
    /** @var int the longest Retry-After that is honoured, in seconds: a typing error must not stop a school for days */
    public const MAX_RETRY_AFTER = 3600;

    /** @var int[] of 4xx those that say nothing against the event: too slow, too many, and the site's own proxy */
    private const PASSING = [407, 408, 429];

    /** @var int[] refusals that every event would get alike, since they are about the settings and not about the event */
    private const ABOUT_THE_SETTINGS = [401, 403, 404, 405];

    /**
     * Made by the functions below.
     *
     * @param int|null $status the HTTP status; null when there was no answer
     * @param string $problem what was wrong, without personal data; empty when nothing was
     * @param int|null $retryafter seconds the receiver asked to wait
     * @param string $body the body of the answer
     */
    private function __construct(
        /** @var int|null the HTTP status; null when there was no answer */
        public readonly ?int $status,
        /** @var string what was wrong, without personal data; empty when nothing was */
        public readonly string $problem,
        /** @var int|null seconds the receiver asked to wait */
        public readonly ?int $retryafter,
        /** @var string the body of the answer */
        public readonly string $body
    ) {
    }

    /**
     * The receiver answered.
     *
     * @param int $status the HTTP status
     * @param string $body what it said: a problem of RFC 9457 when it refused
     * @param string|null $retryafter the header of this name
     * @param int $now Unix seconds
     * @return answer
     */
    public static function received(int $status, string $body, ?string $retryafter, int $now): self {
        $answer = new self($status, self::problem($status, $body), self::seconds($retryafter, $now), $body);
        return $answer->is_accepted() ? new self($status, '', null, $body) : $answer;
    }

    /**
     * There was no answer.
     *
     * @param string $problem why, in words
     * @return answer
     */
    public static function none(string $problem): self {
        return new self(null, self::short($problem), null, '');
    }

    /**
     * The event was taken. Only 200 says so, and not with a page.
     *
     * @return bool
     */
    public function is_accepted(): bool {
        // A page for people comes from something else: a captive portal, or a server that is being worked on.
        return $this->status === 200 && !str_starts_with(ltrim($this->body), '<');
    }

    /**
     * The receiver wants less, of whatever.
     *
     * @return bool
     */
    public function is_throttled(): bool {
        return $this->status === 429;
    }

    /**
     * The event was refused, and would be again.
     *
     * @return bool
     */
    public function is_refusal(): bool {
        return $this->status !== null && $this->status >= 400 && $this->status < 500
            && !in_array($this->status, self::PASSING);
    }

    /**
     * Every other event would fare the same, so that there is no use in trying them now.
     *
     * @return bool
     */
    public function concerns_all(): bool {
        return $this->status === null || $this->status < 400 || in_array($this->status, self::ABOUT_THE_SETTINGS)
            || in_array($this->status, [407, 429, 502, 503, 504]) || $this->retryafter !== null;
    }

    /**
     * The receiver does not know this site: token, tenant, signature or address.
     *
     * @return bool
     */
    public function is_unauthorised(): bool {
        return $this->status === 401 || $this->status === 403;
    }

    /**
     * The receiver's words, as far as they are a code and names of fields.
     *
     * @param int $status
     * @param string $body
     * @return string
     */
    private static function problem(int $status, string $body): string {
        $text = 'HTTP ' . $status;
        $problem = json_decode($body, true);
        if (is_array($problem)) {
            if (is_string($problem['code'] ?? null)) {
                $text .= ' ' . $problem['code'];
            }
            foreach (is_array($problem['errors'] ?? null) ? $problem['errors'] : [] as $error) {
                if (is_array($error) && is_string($error['field'] ?? null) && is_string($error['problem'] ?? null)) {
                    $text .= '; ' . $error['field'] . ': ' . $error['problem'];
                }
            }
        }
        return self::short($text);
    }

    /**
     * One line that fits into its column.
     *
     * @param string $text
     * @return string
     */
    private static function short(string $text): string {
        return mb_substr(trim(preg_replace('/[\p{C}\s]+/u', ' ', mb_scrub($text, 'UTF-8'))), 0, 255, 'UTF-8');
    }

    /**
     * Retry-After in either of its forms.
     *
     * @param string|null $header seconds or a date
     * @param int $now Unix seconds
     * @return int|null
     */
    private static function seconds(?string $header, int $now): ?int {
        $header = trim((string)$header);
        if (ctype_digit($header)) {
            $seconds = strlen($header) > 6 ? self::MAX_RETRY_AFTER : (int)$header;
        } else {
            // Without its day in front, it is not HTTP's date: strtotime() finds a meaning in much nonsense.
            $date = preg_match('/^[A-Z][a-z]+,? /', $header) ? strtotime($header) : false;
            if ($date === false) {
                return null;
            }
            $seconds = max(0, $date - $now);
        }
        return min(self::MAX_RETRY_AFTER, $seconds);
    }
}
