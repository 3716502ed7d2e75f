/** The HTTP contract: routes, the order of checks, limits, and the bytes of every answer. */
package io.moodlepipeline.gateway.http;
