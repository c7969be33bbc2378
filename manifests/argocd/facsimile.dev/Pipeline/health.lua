-- Health of a Pipeline: whether the operator has accepted it and can run it. A run in progress, or one that failed, does not
-- change it: a training of days must not hold up a sync. Runs have a health of their own.
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
if obj.status == nil or obj.status.conditions == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "Waiting for the operator")
end

local stalled = condition("Stalled")
if stalled.status == "True" then
  return health("Degraded", stalled.message)
end
if obj.spec.suspend == true then
  return health("Suspended", "spec.suspend is true: no new runs and stages")
end
local store = condition("StoreReachable")
if store.status == "False" then
  return health("Degraded", store.message)
end
local reconciling = condition("Reconciling")
if reconciling.status == "True" then
  return health("Progressing", reconciling.message)
end
local ready = condition("Ready")
if ready.status == "True" then
  return health("Healthy", ready.message)
end
if ready.status == "False" then
  return health("Degraded", ready.message)
end
return health("Progressing", "Waiting for the operator")
