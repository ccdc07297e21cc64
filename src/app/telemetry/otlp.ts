/** Sends spans by the OpenTelemetry protocol. Loaded only where an endpoint is set. */
import { type HrTime, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { SentSpan } from './tracing.js';

export interface SpanSender {
  readonly send: (span: SentSpan) => void;
  /** Sends what was not sent yet. */
  stop(): Promise<void>;
}

const KINDS: Readonly<Record<SentSpan['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
};

/**
 * Sends spans in batches to `ENDPOINT/v1/traces`; headers come from OTEL_EXPORTER_OTLP_HEADERS. What cannot be sent is dropped.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function sendSpans(endpoint: string, version: string): SpanSender {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const processor = new BatchSpanProcessor(exporter);
  const resource = resourceFromAttributes({ 'service.name': 'cim-readiness', 'service.version': version });
  return {
    send(span) {
      const context = (spanId: string) => ({ traceId: span.trace, spanId, traceFlags: TraceFlags.SAMPLED });
      const readable: ReadableSpan = {
        name: span.name,
        kind: KINDS[span.kind],
        spanContext: () => context(span.id),
        ...(span.parent === undefined ? {} : { parentSpanContext: context(span.parent) }),
        startTime: timeOf(span.startedAt),
        endTime: timeOf(span.endedAt),
        duration: timeOf(span.endedAt - span.startedAt),
        status:
          span.failure === undefined
            ? { code: SpanStatusCode.UNSET }
            : { code: SpanStatusCode.ERROR, message: span.failure },
        attributes: span.attributes,
        links: [],
        events: [],
        ended: true,
        resource,
        instrumentationScope: { name: 'cim-readiness', version },
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      };
      processor.onEnd(readable);
    },
    stop: () => processor.shutdown().catch(() => undefined),
  };
}

function timeOf(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1_000_000)];
}
