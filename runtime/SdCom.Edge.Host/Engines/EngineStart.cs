using SdCom.Edge.Core.Packages;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inference.Providers;

namespace SdCom.Edge.Host.Engines;

/// <summary>Starts the engine that was asked for and loads a model into it, or into the CPU where that was allowed.</summary>
internal static class EngineStart
{
    /// <summary>Loads and proves the model (<see cref="Nets.Load"/>); both results are the caller's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="choice">The engine.</param>
    /// <param name="onlyFullWidth">Leaves the other widths out.</param>
    /// <exception cref="EngineException">The provider does not run here and the CPU may not take its place, or the model does not run.</exception>
    public static (Engine Engine, Nets Nets) Load(ModelPackage model, EngineChoice choice, bool onlyFullWidth)
    {
        if (choice.Settings.Provider == "cpu" || !choice.FallsBack)
            return Load(model, choice.Settings, onlyFullWidth);
        try
        {
            return Load(model, choice.Settings, onlyFullWidth);
        }
        catch (EngineException problem)
        {
            (Engine, Nets) instead = Load(model, choice.Settings with { Provider = "cpu" }, onlyFullWidth);
            Console.Error.WriteLine($"sdcom: runs on cpu instead: {problem.Message.ReplaceLineEndings(" ")}");
            return instead;
        }
    }

    /// <summary>What else may be wrong when a GPU's answers are not the manifest's; null when that is not the problem.</summary>
    internal static string? Hint(string provider, string message) => provider == "tensorrt" && message.Contains(": parity at width", StringComparison.Ordinal)
        ? "Or this GPU rounds float32 to TF32's 10 bits: start with NVIDIA_TF32_OVERRIDE=0 and an empty cache, or take an FP16 package."
        : null;

    private static (Engine Engine, Nets Nets) Load(ModelPackage model, EngineSettings settings, bool onlyFullWidth)
    {
        TensorRtCache? cache = settings.Provider == "tensorrt" ? TensorRtCache.Of(model, GpuFacts.Read()) : null;
        Engine engine = new(settings with { HalfPrecision = model.Manifest.Precision?.Kind == PrecisionNote.Half, TensorRtFolder = cache?.Folder });
        try
        {
            cache?.Prepare();
            if (cache is null || cache.IsBuilt)
                return (engine, Nets.Load(model, engine, onlyFullWidth));
            string what = $"building the TensorRT engines of {model.Manifest.Name}, minutes the first time; kept in {cache.Folder}";
            Nets nets = Waiting.While(what, TimeProvider.System, () => Nets.Load(model, engine, onlyFullWidth));
            if (!onlyFullWidth)
                cache.Complete();
            return (engine, nets);
        }
        catch (EngineException problem) when (Hint(settings.Provider, problem.Message) is { } hint)
        {
            engine.Dispose();
            throw new EngineException($"{problem.Message} {hint}", problem);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
