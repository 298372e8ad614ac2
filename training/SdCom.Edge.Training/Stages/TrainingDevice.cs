using SdCom.Edge.Bindings;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Recipes;
using TorchSharp;

namespace SdCom.Edge.Training.Stages;

/// <summary>What a run computes on, checked before anything is read or written.</summary>
public static class TrainingDevice
{
    /// <summary>Prepares this process's device: of several processes on one machine each has a CUDA device of its own.</summary>
    /// <exception cref="InputException">There is no such device, or it cannot train in the recipe's precision.</exception>
    public static torch.Device Open(RunOptions options, Recipe recipe)
    {
        torch.Device device = torch.device(options.Device);
        if (device.type == DeviceType.CUDA)
        {
            int count = torch.cuda.device_count();
            if (count == 0)
                throw new InputException("--device cuda: this build of torch sees no CUDA device; use cpu, or build with Torch_DIR of a CUDA torch.");
            int index = options.Place?.LocalRank ?? 0;
            if (index >= count)
                throw new InputException($"--device cuda: LOCAL_RANK is {index}, but this machine has {count} CUDA devices; start at most {count} processes on it.");
            device = torch.device($"cuda:{index}");
        }

        TorchExtras.SetMallocThresholds();
        torch.set_num_threads(options.Threads);
        if (recipe.InBfloat16 && !TorchExtras.TrainsInBfloat16(device))
            throw new InputException($"recipe: precision bfloat16 does not work on {device} with this build of torch; use float32.");
        return device;
    }
}
