using BenchmarkDotNet.Running;
using SdCom.Edge.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*'
// dotnet run -c Release --project tests/Benchmarks -- budget-plot budget.svg
if (args is ["budget-plot", string path])
    BudgetPlot.Write(path);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
