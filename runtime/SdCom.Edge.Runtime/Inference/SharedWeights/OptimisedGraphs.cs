using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>The graphs of all widths as the engine rewrites them for this processor, with what plain sessions of them answer.</summary>
internal sealed class OptimisedGraphs : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-graphs-");

    /// <summary>Loads each width into a plain session for a moment, which answers the trial and writes its graph into the system's folder for temporary files.</summary>
    /// <exception cref="IOException">A file cannot be written or read.</exception>
    /// <exception cref="EngineException">The engine refuses a graph.</exception>
    /// <exception cref="InvalidDataException">It wrote none.</exception>
    public OptimisedGraphs(Engine engine, IEnumerable<WidthSession> widths, WidthTrial trial)
    {
        try
        {
            foreach (WidthSession width in widths)
            {
                string file = Path.Combine(folder.FullName, width.Width.FileTag);
                InferenceSession session = engine.LoadAndWrite(width.Graph, file);
                using (BoundSession plain = new(engine, width.Graph, session, [.. width.Inputs], [.. width.Outputs]))
                    Answers[width.Width] = trial.Answer(plain, width.Feature);
                Graphs[width.Width] = new StoredGraph(file);
            }

            NativeHeap.Trim(); // what these sessions used is clean again when the lasting ones ask for it
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Dictionary<Width, StoredGraph> Graphs { get; } = [];

    public Dictionary<Width, float[]> Answers { get; } = [];

    public void Dispose()
    {
        foreach (StoredGraph graph in Graphs.Values)
            graph.Dispose();
        folder.Delete(recursive: true);
    }
}
