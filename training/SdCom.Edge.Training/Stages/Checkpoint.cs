using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Networks;
using TorchSharp.Modules;

namespace SdCom.Edge.Training.Stages;

/// <summary>
/// Saves and restores a stage. Weights and optimiser go into files of their own step; the small position file, renamed into place last, names the
/// step that counts. A kill at any moment leaves the old checkpoint or the new one, never half of each.
/// </summary>
public sealed class Checkpoint(string folder, string stage, string digest)
{
    /// <summary>Whether this process writes it; of several, the first one does.</summary>
    public bool Writes { get; init; } = true;

    /// <summary>The position before the first step.</summary>
    public Position Start => new() { Stage = stage, RecipeDigest = digest, Step = 0 };

    private string PositionFile => Path.Combine(folder, $"checkpoint-{stage}.json");

    /// <summary>The weights of the checkpoint of a step.</summary>
    public string WeightsFile(int step) => Path.Combine(folder, $"checkpoint-{stage}-{step}.safetensors");

    /// <summary>Writes a checkpoint and deletes the one before.</summary>
    public void Save(Position position, NamedTensors tensors, OptimizerHelper optimiser)
    {
        if (!Writes)
            return;
        Safetensors.Write(WeightsFile(position.Step), tensors.ToWeights());
        optimiser.save_state_dict(OptimiserFile(position.Step));
        RunFolder.WriteWhole(PositionFile, JsonSerializer.Serialize(position, PositionJson.Default.Position));
        foreach (string file in Directory.EnumerateFiles(folder, $"checkpoint-{stage}-*"))
        {
            if (file != WeightsFile(position.Step) && file != OptimiserFile(position.Step))
                File.Delete(file);
        }
    }

    /// <summary>Restores the newest checkpoint; null when there is none.</summary>
    /// <exception cref="InputException">A file of it is damaged or belongs to another recipe.</exception>
    public Position? Restore(NamedTensors tensors, OptimizerHelper optimiser)
    {
        if (!File.Exists(PositionFile))
            return null;
        try
        {
            Position position = JsonSerializer.Deserialize(File.ReadAllText(PositionFile), PositionJson.Default.Position)!;
            if (position.RecipeDigest != digest)
                throw new InputException($"{PositionFile}: was written by another recipe; name another folder with --out, or delete this one.");
            tensors.CopyFrom(Safetensors.Read(WeightsFile(position.Step)));
            optimiser.load_state_dict(OptimiserFile(position.Step));
            return position;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException)
        {
            throw new InputException($"{PositionFile}: the checkpoint cannot be read ({e.Message.ReplaceLineEndings(" ")}); delete the checkpoint files to start the stage anew.", e);
        }
    }

    /// <summary>A position to send to another process; none of null.</summary>
    public static byte[] Bytes(Position? position) => position is null ? [] : JsonSerializer.SerializeToUtf8Bytes(position, PositionJson.Default.Position);

    /// <summary>A position that was sent.</summary>
    public static Position? Parse(byte[] sent) => sent.Length == 0 ? null : JsonSerializer.Deserialize(sent, PositionJson.Default.Position);

    /// <summary>Deletes the stage's checkpoint: the stage is done.</summary>
    public void Clear()
    {
        if (!Writes)
            return;
        File.Delete(PositionFile);
        foreach (string file in Directory.EnumerateFiles(folder, $"checkpoint-{stage}-*"))
            File.Delete(file);
    }

    private string OptimiserFile(int step) => Path.Combine(folder, $"checkpoint-{stage}-{step}.optimiser");
}
