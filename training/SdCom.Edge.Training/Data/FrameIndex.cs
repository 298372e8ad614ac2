using System.Text.Json.Serialization;

namespace SdCom.Edge.Training.Data;

/// <summary>Where a clip's pictures lie in the flat file.</summary>
public sealed record CachedClip(string Name, int Label, string Group, long FirstPicture, int Frames, double PeriodMs);

/// <summary>The index of a <see cref="FrameCache"/>.</summary>
internal sealed record FrameIndex(int Size, IReadOnlyList<CachedClip> Clips, IReadOnlyList<string> Skipped);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FrameIndex))]
internal sealed partial class FrameIndexJson : JsonSerializerContext;
