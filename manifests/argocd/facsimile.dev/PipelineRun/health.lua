-- Health of a PipelineRun: its outcome. Only runs that stand in Git count for an application; those that the operator makes
-- are shown below their Pipeline.
local function condition(type)
  for _, candidate in ipairs((obj.status or {}).conditions or {}) do
    if candidate.type == type then
      return candidate
    end
  end
  return {}
end

local function health(status, message)
  return {status = status, message = message or ""}
end

if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "Being deleted")
end
local succeeded = condition("Succeeded")
local message = succeeded.message
if message == nil or message == "" then
  message = succeeded.reason
end

-- An outcome is final, even if the resource was touched since.
if succeeded.status == "True" then
  return health("Healthy", message)
end
if succeeded.status == "False" then
  if succeeded.reason == "Cancelled" and obj.spec.cancel ~= nil then
    return health("Suspended", message)
  end
  return health("Degraded", message)
end

if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "Waiting for the operator")
end
local stalled = condition("Stalled")
if stalled.status == "True" then
  return health("Degraded", stalled.message)
end
return health("Progressing", message or "Waiting for the operator")
