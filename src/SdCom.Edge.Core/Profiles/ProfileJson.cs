using System.Text.Json.Serialization;

namespace SdCom.Edge.Core.Profiles;

/// <summary>The strict reader of device profiles.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DeviceProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
