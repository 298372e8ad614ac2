using System.Text.Json.Serialization;

namespace SdCom.Edge.Training.Data;

/// <summary>What is known of a clip that can be read. <paramref name="Place"/> is its place in the list that it was read from.</summary>
public sealed record CachedClip(string Name, int Label, string Group, int Place, int Frames, double PeriodMs);

/// <summary>What reading a list of clips once found out; pictures may go, this stays.</summary>
internal sealed record FrameIndex(IReadOnlyList<CachedClip> Clips, IReadOnlyList<string> Skipped);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FrameIndex))]
internal sealed partial class FrameIndexJson : JsonSerializerContext;
