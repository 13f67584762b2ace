from mlflow_guard import main

main()
