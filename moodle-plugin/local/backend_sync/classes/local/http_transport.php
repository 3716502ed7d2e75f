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
 * Requests over HTTP through Moodle's own client.
 *
 * @package    local_backend_sync
 * @copyright  2026 The Moodle event pipeline contributors
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_backend_sync\local;

/**
 * Uses Moodle's curl class, so the site's proxy and its lists of blocked hosts and allowed ports hold. Connections are kept for the
 * next request. Redirects are not followed: they would carry the token elsewhere.
 */
final class http_transport implements transport {
    /** @var int seconds for the connection */
    private const CONNECT_TIMEOUT = 5;

    /** @var \CurlShareHandle keeps connections over the requests, each of which has a handle of its own in Moodle's class */
    private readonly \CurlShareHandle $connections;

    /**
     * A way to one receiver.
     *
     * @param string $url its address, without a slash at the end
     * @param string $token
     * @param string $tenant
     * @param signer $signer
     * @param int $timeout seconds for a request
     */
    public function __construct(
        /** @var string its address, without a slash at the end */
        private readonly string $url,
        #[\SensitiveParameter]
        /** @var string the token */
        private readonly string $token,
        /** @var string this school's name there */
        private readonly string $tenant,
        /** @var signer */
        private readonly signer $signer,
        /** @var int seconds for a request */
        private readonly int $timeout
    ) {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        $this->connections = curl_share_init();
        curl_share_setopt($this->connections, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
    }

    /**
     * The receiver of the settings.
     *
     * @return http_transport
     * @throws \moodle_exception when a secret cannot be read
     */
    public static function of_settings(): self {
        return new self(
            settings::backend_url(),
            settings::secret('api_token'),
            settings::tenant_id(),
            new signer(settings::signing_secrets()),
            max(1, settings::number('timeout'))
        );
    }

    #[\Override]
    public function post(string $path, string $body, array $headers): answer {
        $headers += [
            'Content-Type' => 'application/json',
            'X-Moodle-Token' => $this->token,
            'X-Tenant-ID' => $this->tenant,
            // Without this cURL asks before it sends a large body, and waits a second for an answer.
            'Expect' => '',
        ];
        // What has no id of its own gets one, as what is signed needs one.
        $id = $headers['X-Event-Id'] ?? event_id::next(clock::exact())->uuid;
        $headers += $this->signer->headers($id, time(), $body);
        return $this->request(fn($curl, $options) => $curl->post($this->url . $path, $body, $options), $headers);
    }

    #[\Override]
    public function get(string $path): answer {
        return $this->request(fn($curl, $options) => $curl->get($this->url . $path, [], $options), []);
    }

    /**
     * Makes a request.
     *
     * @param callable $method gets the client and its options
     * @param string[] $headers by name
     * @return answer
     */
    private function request(callable $method, array $headers): answer {
        $curl = new \curl();
        foreach ($headers as $name => $value) {
            $curl->setHeader("$name: $value");
        }
        $body = $method($curl, [
            'CURLOPT_SHARE' => $this->connections,
            'CURLOPT_FOLLOWLOCATION' => 0,
            'CURLOPT_MAXREDIRS' => 0,
            'CURLOPT_CONNECTTIMEOUT' => min(self::CONNECT_TIMEOUT, $this->timeout),
            'CURLOPT_TIMEOUT' => $this->timeout,
        ]);
        $status = (int)($curl->get_info()['http_code'] ?? 0);
        if ($curl->get_errno() || $status === 0) {
            return answer::none($this->explain($curl));
        }
        $responseheaders = array_change_key_case($curl->getResponse() ?: []);
        $retryafter = $responseheaders['retry-after'] ?? null;
        return answer::received($status, (string)$body, is_array($retryafter) ? end($retryafter) : $retryafter, clock::seconds());
    }

    /**
     * Why there was no answer.
     *
     * @param \curl $curl after the request
     * @return string
     */
    private function explain(\curl $curl): string {
        $errno = $curl->get_errno();
        if (!$errno && (new \core\files\curl_security_helper())->url_is_blocked($this->url)) {
            $reason = receiver_url::is_unknown_host($this->url) ? 'error_host' : 'error_blocked';
            return get_string($reason, 'local_backend_sync', $this->url);
        }
        $reasons = [
            CURLE_COULDNT_RESOLVE_PROXY => 'error_proxy',
            CURLE_COULDNT_RESOLVE_HOST => 'error_host',
            CURLE_COULDNT_CONNECT => 'error_connect',
            CURLE_OPERATION_TIMEDOUT => 'error_timeout',
            CURLE_SSL_CONNECT_ERROR => 'error_tls_none',
            CURLE_SSL_CACERT => 'error_tls',
            CURLE_URL_MALFORMAT => 'error_url',
            CURLE_UNSUPPORTED_PROTOCOL => 'error_url',
        ];
        $reason = get_string($reasons[$errno] ?? 'error_network', 'local_backend_sync', $this->url);
        return $errno ? "$reason (cURL $errno)" : $reason;
    }
}
