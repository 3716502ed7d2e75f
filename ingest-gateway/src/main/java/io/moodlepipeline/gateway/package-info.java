/** The way in: authenticates, checks, publishes and answers each webhook. */
package io.moodlepipeline.gateway;
