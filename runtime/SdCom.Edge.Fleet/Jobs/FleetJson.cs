using System.Text.Json.Serialization;
using SdCom.Edge.Core.Json;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Results;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Status;

namespace SdCom.Edge.Fleet.Jobs;

/// <summary>The strict reader and writer of what travels through the broker.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(WidthJsonConverter)])]
[JsonSerializable(typeof(ClipJob))]
[JsonSerializable(typeof(ClipResult))]
[JsonSerializable(typeof(FleetModel))]
[JsonSerializable(typeof(NodeReport))]
[JsonSerializable(typeof(RolloutOrder))]
[JsonSerializable(typeof(CameraJob))]
[JsonSerializable(typeof(CameraWithdrawal))]
[JsonSerializable(typeof(CameraEvent))]
public sealed partial class FleetJson : JsonSerializerContext;
