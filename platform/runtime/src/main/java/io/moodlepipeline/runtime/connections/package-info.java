/** Keeps an HTTP server's connections few enough and busy enough, for the gateway's API and for every service's management port. */
package io.moodlepipeline.runtime.connections;
