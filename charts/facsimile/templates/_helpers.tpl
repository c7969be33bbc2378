{{/* Name of all objects: facsimile-operator for the release "facsimile". */}}
{{- define "facsimile.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if hasSuffix "-operator" .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-operator" (.Release.Name | trunc 43 | trimSuffix "-") }}
{{- end }}
{{- end }}

{{- define "facsimile.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (.Values.serviceAccount.create | ternary (include "facsimile.fullname" .) "default") }}
{{- end }}

{{/* Of role bindings. */}}
{{- define "facsimile.subject" }}
subjects:
  - kind: ServiceAccount
    name: {{ include "facsimile.serviceAccountName" . }}
    namespace: {{ .Release.Namespace }}
{{- end }}

{{/* What the operator's pods are selected by: never anything that an upgrade changes. */}}
{{- define "facsimile.selectorLabels" -}}
app.kubernetes.io/name: facsimile
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "facsimile.labels" -}}
{{ include "facsimile.selectorLabels" . }}
app.kubernetes.io/part-of: facsimile
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* An image: (list . {repository, tag, digest}). */}}
{{- define "facsimile.image" -}}
{{- $root := index . 0 }}{{ $image := index . 1 }}
{{- if $image.digest }}
{{- printf "%s@%s" $image.repository $image.digest }}
{{- else }}
{{- printf "%s:%s" $image.repository ($image.tag | default $root.Chart.AppVersion) }}
{{- end }}
{{- end }}

{{/* The operator's configuration, as environment variables; an empty one would count as given, so it is left out. */}}
{{- define "facsimile.environment" -}}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: JAVA_TOOL_OPTIONS
  value: {{ .Values.javaOptions | quote }}
{{- with .Values.watch.namespaces }}
- name: FACSIMILE_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
- name: FACSIMILE_STORE_LOCATION
  value: {{ required "store.location is required: s3://bucket/prefix, with ?endpoint=https://host for a store that is not Amazon's" .Values.store.location | quote }}
- name: FACSIMILE_STORE_SECRET_NAME
  value: {{ .Values.store.tenantSecretName | quote }}
{{- with .Values.store.caConfigMap }}
- name: FACSIMILE_STORE_CA_CONFIG_MAP
  value: {{ . | quote }}
- name: AWS_CA_BUNDLE
  value: /etc/facsimile/ca/ca.crt
{{- end }}
{{- with .Values.store.operatorSecret }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: AWS_ACCESS_KEY_ID
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: AWS_SECRET_ACCESS_KEY
- name: AWS_SESSION_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: AWS_SESSION_TOKEN
      optional: true
{{- end }}
- name: FACSIMILE_WORKER_IMAGE
  value: {{ include "facsimile.image" (list . .Values.workers.image) | quote }}
{{- if .Values.workers.gpu.image.repository }}
- name: FACSIMILE_WORKER_GPU_IMAGE
  value: {{ include "facsimile.image" (list . .Values.workers.gpu.image) | quote }}
{{- end }}
- name: FACSIMILE_WORKER_GPU_RESOURCES
  value: {{ join "," .Values.workers.gpu.resources | quote }}
- name: FACSIMILE_WORKER_IMAGE_PULL_POLICY
  value: {{ .Values.workers.pullPolicy | quote }}
{{- with .Values.workers.allowedServiceAccounts }}
- name: FACSIMILE_WORKER_ALLOWED_SERVICE_ACCOUNTS
  value: {{ join "," . | quote }}
{{- end }}
- name: FACSIMILE_WORKER_SPOOL_SIZE
  value: {{ .Values.workers.spoolSize | quote }}
- name: FACSIMILE_WORKER_JOB_TTL
  value: {{ .Values.workers.jobTtlSeconds | int64 | quote }}
{{- with .Values.notifications.url }}
- name: FACSIMILE_NOTIFICATIONS_URL
  value: {{ . | quote }}
{{- end }}
- name: FACSIMILE_SWEEP_INTERVAL
  value: {{ .Values.sweep.interval | quote }}
- name: FACSIMILE_SWEEP_GRACE
  value: {{ .Values.sweep.grace | quote }}
- name: QUARKUS_LOG_CONSOLE_JSON_ENABLED
  value: {{ .Values.logging.json | quote }}
- name: QUARKUS_LOG_LEVEL
  value: {{ .Values.logging.level | quote }}
- name: QUARKUS_OTEL_SDK_DISABLED
  value: {{ not .Values.tracing.enabled | quote }}
{{- if .Values.tracing.enabled }}
- name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ required "tracing.endpoint is required when tracing.enabled" .Values.tracing.endpoint | quote }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Ports of the store, as YAML {ports: [...]}: given, or that of the endpoint in store.location. */}}
{{- define "facsimile.storePorts" -}}
{{- $endpoint := regexFind "endpoint=[^&]+" .Values.store.location | trimPrefix "endpoint=" | replace "%3A" ":" | replace "%3a" ":" | replace "%2F" "/" | replace "%2f" "/" }}
{{- $own := regexFind ":[0-9]+/?$" $endpoint | trimPrefix ":" | trimSuffix "/" }}
ports:
{{- range .Values.networkPolicy.store.ports | default (list ($own | default (hasPrefix "http://" $endpoint | ternary 80 443) | int)) }}
  - {port: {{ . }}, protocol: TCP}
{{- end }}
{{- end }}

{{/* Egress that everybody needs: names and the store. */}}
{{- define "facsimile.egressOfAll" -}}
- ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
- {{ include "facsimile.storePorts" . | trim | nindent 2 | trim }}
  {{- with .Values.networkPolicy.store.to }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
