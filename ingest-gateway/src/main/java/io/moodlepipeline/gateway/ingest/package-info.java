/** What becomes of an authentic webhook: published, or refused and kept. Knows no HTTP server. */
package io.moodlepipeline.gateway.ingest;
